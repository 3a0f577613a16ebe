"""What a plan is run on: the data, the lines of sources, earlier results, and what is missing of them."""
