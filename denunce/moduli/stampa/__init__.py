"""A form on paper: what fits in which box, and the HTML the PDF is made of."""
