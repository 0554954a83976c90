"""Pages and forms by which people decide: limits, holds, orders, write-offs, and what they did."""
