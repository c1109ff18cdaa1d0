"""A small Streamlit app to compare with: one choice, one number, one chart of one line."""

import streamlit as st

steps = st.selectbox("security", range(1, 21), key="security")
st.metric("Abnormal return", f"{steps} %")
st.plotly_chart({"data": [{"y": [steps * day % 7 for day in range(21)]}]})
