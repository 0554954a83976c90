"""Act: what should be sent or done, as plans. Nothing is sent from here."""
