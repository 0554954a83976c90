"""Sources: what foreign files mean; bytes and cells in, ledger columns out."""
