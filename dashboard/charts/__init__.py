"""Charts: a study in, a Plotly figure and a sentence that says what it shows out."""
