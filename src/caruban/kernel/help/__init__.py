"""Help in the product: Markdown pages that lie beside the code they explain, shown at /bantuan/."""
