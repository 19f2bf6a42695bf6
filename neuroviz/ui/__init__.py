"""What talks to Streamlit: session state, page frame, components, the studio's panels."""
