"""What every .xlsx file that is written shares: cells, looks, the file itself."""
