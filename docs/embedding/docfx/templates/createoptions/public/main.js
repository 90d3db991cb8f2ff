// The modern template imports this file on every page.
const script = document.createElement("script");
script.src = "https://HOST/embed.js";
document.head.append(script);

export default {};
