"""Data files: workbooks, CSV and Parquet read into checked columns, with the place of every bad cell."""
