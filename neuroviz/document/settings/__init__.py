"""What a visitor has set on each page: one frozen record a page."""
