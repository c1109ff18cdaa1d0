"""What is taken away: a page's content in, the bytes of a file out. No Streamlit."""
