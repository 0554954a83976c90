"""The pages that people work in, one file each."""
