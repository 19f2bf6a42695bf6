"""Words of the camera: pictures and films of a network."""

WORDS: dict[str, str] = {
    "camera.title": "Picture and film",
    "camera.size": "Size in pixels",
    "camera.theme": "Background",
    "camera.light": "light",
    "camera.dark": "dark",
    "camera.svg": "SVG",
    "camera.png": "PNG",
    "camera.gif": "GIF film",
    "camera.webm": "WebM film",
    "camera.hint": "SVG and PNG show the moment at which the player stands; a film shows the whole way, step by step, at the player's speed.",
    "camera.making": "Being made… Leave this tab in front until it is done.",
    "camera.done": "Saved: {file}, {size}.",
    "camera.cancel": "Stop",
    "camera.stopped": "Stopped; nothing was saved.",
    "camera.failed": "That did not work here. A smaller size needs less memory.",
    "camera.unable": "This browser cannot make a WebM film of this size here (it needs WebCodecs, and an address with https or on this computer). GIF works everywhere.",
}
