// What went wrong on the page since it began to load: uncaught errors, files that did not come, errors on the console.

window.faults = []
{
  // Streamlit's own page asks its makers for these; without a network they do not answer.
  const notOurs = /webhooks\.fivetran\.com|data\.streamlit\.io|fonts\.gstatic\.com|favicon/
  const fault = (text) => { if (!notOurs.test(text)) window.faults.push(text) }
  const {error} = console
  console.error = (...said) => {
    fault(`console: ${said.map((each) => each?.stack || String(each)).join(" ")}`)
    error.apply(console, said)
  }
  window.addEventListener("error", (e) => {
    // What is only fetched ahead may be given up; what needs it says so itself.
    if (/preload/.test(e.target?.rel)) return
    const from = e.target?.src ?? e.target?.href
    fault(from ? `not loaded: ${from}` : `uncaught: ${e.message} ${e.error?.stack ?? ""}`)
  }, true)
  window.addEventListener("unhandledrejection", (e) => fault(`uncaught: ${e.reason?.stack ?? e.reason}`))
}
