// What the bundles that come later take out of stage.js: bundle.js puts it here, module by module.

/** @type {Record<string, object>} */
export const lent = {}
