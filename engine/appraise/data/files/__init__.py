"""Files of data: CSV, workbooks, Parquet, JSON and DataFrames, as rows and headings."""
