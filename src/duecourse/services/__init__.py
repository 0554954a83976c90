"""Services: one use case each, from files to answer. They do not know one another."""
