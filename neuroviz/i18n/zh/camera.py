"""相机的文字：页面上的图片和视频。"""

WORDS: dict[str, str] = {
    "camera.title": "图片和视频",
    "camera.which": "哪一张图",
    "camera.size": "大小（像素）",
    "camera.theme": "背景",
    "camera.light": "浅色",
    "camera.dark": "深色",
    "camera.svg": "SVG 图片",
    "camera.png": "PNG 图片",
    "camera.gif": "GIF 动图",
    "camera.webm": "WebM 视频",
    "camera.mp4": "MP4 视频",
    "camera.hint": "SVG 和 PNG 是眼前这一刻的画面；动图和视频是从头到尾的全程，速度与播放器相同。",
    "camera.making": "正在制作……完成之前请让这个标签页留在前面。",
    "camera.done": "已保存：{file}，{size}。",
    "camera.cancel": "停止",
    "camera.stopped": "已停止，没有保存任何内容。",
    "camera.failed": "这里没能做成。选小一些的尺寸，需要的内存会少些。",
    "camera.unable_webm": "这个浏览器在这里做不了这种大小的 WebM 视频（需要 WebCodecs，并且地址是 https 或在本机）。GIF 在哪里都可以。",
    "camera.unable_mp4": "这个浏览器在这里不能编码 H.264，而 MP4 视频需要它（Chrome、Edge 和 Safari 可以，地址要是 https 或在本机）。可以改用 WebM 或 GIF。",
}
