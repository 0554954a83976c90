"""The plain tables, as an administrator works on them and an auditor reads them."""
