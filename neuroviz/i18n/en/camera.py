"""Words of the camera: pictures, animations and videos of what a page shows."""

WORDS: dict[str, str] = {
    "camera.title": "Picture and video",
    "camera.which": "Which picture",
    "camera.size": "Size in pixels",
    "camera.theme": "Background",
    "camera.light": "light",
    "camera.dark": "dark",
    "camera.svg": "SVG",
    "camera.png": "PNG",
    "camera.gif": "GIF animation",
    "camera.webm": "WebM video",
    "camera.mp4": "MP4 video",
    "camera.hint": "SVG and PNG show what is seen at this moment; the others show the whole way, at the player's speed.",
    "camera.making": "Being made… Leave this tab in front until it is done.",
    "camera.done": "Saved: {file}, {size}.",
    "camera.cancel": "Stop",
    "camera.stopped": "Stopped; nothing was saved.",
    "camera.failed": "That did not work here. A smaller size needs less memory.",
    "camera.unable_webm": "This browser cannot make a WebM video of this size here (it needs WebCodecs, and an address with https or on this computer). GIF works everywhere.",
    "camera.unable_mp4": "This browser cannot encode H.264 here, which an MP4 video needs (Chrome, Edge and Safari can, at an address with https or on this computer). WebM or GIF will do.",
}
