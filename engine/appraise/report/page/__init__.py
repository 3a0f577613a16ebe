"""Reports as one page that needs nothing else: texts, tables, and charts drawn as SVG."""
