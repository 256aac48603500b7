"""Many runs: designs, the runner and the store. Imports model and scenarios."""
