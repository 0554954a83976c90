"""The credit policy: shapes, reading, checking, comparing, printing. It knows measures by name."""
