"""The roadmap's pages."""
