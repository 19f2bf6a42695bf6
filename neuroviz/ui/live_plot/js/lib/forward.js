// Learning networks in the browser: what one says for many points at once, from its parameters.

export const MAP = 44 // cells along each side of a map
const GELU_SCALE = Math.sqrt(2 / Math.PI)

/**
 * As neuroviz.nn.activations; softmax is applied to a whole layer below.
 * @type {Record<string, (z: number) => number>}
 */
export const ACTIVATION = {
  linear: (z) => z,
  relu: (z) => Math.max(z, 0),
  leaky_relu: (z) => (z > 0 ? z : 0.01 * z),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  step: (z) => (Number.isNaN(z) ? z : z >= 0 ? 1 : 0),
  // Far below zero the two factors are -∞ and 0.
  // Not with 1 + tanh, which loses its digits below zero. Far below, the two factors are -∞ and 0.
  gelu: (z) => (z === -Infinity ? 0 : z / (1 + Math.exp(-2 * GELU_SCALE * (z + 0.044715 * z * z * z)))),
  softmax: (z) => z,
}
/**
 * As neuroviz.nn.datasets: what the network is given of a point.
 * @type {Record<string, (p: ArrayLike<number>) => number>}
 */
export const FEATURE = {
  x1: (p) => p[0],
  x2: (p) => p[1],
  x1_squared: (p) => p[0] * p[0],
  x2_squared: (p) => p[1] * p[1],
  x1_x2: (p) => p[0] * p[1],
  sin_x1: (p) => Math.sin(p[0]),
  sin_x2: (p) => Math.sin(p[1]),
}
// Further columns of a table.
for (let i = 3; i <= 32; i++) FEATURE[`x${i}`] = (p) => p[i - 1]

/**
 * Numbers of four bytes each, as Python packs them.
 * @param {string} text base64
 */
export const floats = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer)

/**
 * All layers' activations for many points at once.
 * @param {ArrayLike<number>} flat layer by layer, neuron by neuron: the weights into it, then its bias
 * @param {number[]} sizes
 * @param {string[]} activations one for each layer but the first
 * @param {Float32Array} inputs neuron by neuron, all points of each
 * @param {number} count how many points
 * @returns {Float32Array[]} layer by layer, each as the inputs are
 */
export const forwardAll = (flat, sizes, activations, inputs, count) => {
  const layers = [inputs]
  let at = 0
  for (let l = 1; l < sizes.length; l++) {
    const n_in = sizes[l - 1],
      n_out = sizes[l],
      out = new Float32Array(n_out * count),
      before = layers[l - 1]
    const f = ACTIVATION[activations[l - 1]]
    for (let j = 0; j < n_out; j++) {
      // A neuron's row: its weights, then its bias.
      const base = j * count,
        row = at + j * (n_in + 1)
      out.fill(flat[row + n_in], base, base + count)
      for (let i = 0; i < n_in; i++) {
        const w = flat[row + i],
          from = i * count
        for (let k = 0; k < count; k++) out[base + k] += w * before[from + k]
      }
      for (let k = 0; k < count; k++) out[base + k] = f(out[base + k])
    }
    if (activations[l - 1] === "softmax")
      for (let k = 0; k < count; k++) {
        let top = -Infinity,
          sum = 0
        for (let j = 0; j < n_out; j++) top = Math.max(top, out[j * count + k])
        for (let j = 0; j < n_out; j++) sum += out[j * count + k] = Math.exp(out[j * count + k] - top)
        for (let j = 0; j < n_out; j++) out[j * count + k] /= sum
      }
    layers.push(out)
    at += n_out * (n_in + 1)
  }
  return layers
}

/**
 * What the network is given of points.
 * @param {string[]} features
 * @param {number} count
 * @param {(k: number) => ArrayLike<number>} point where the k-th lies
 */
export const inputsOf = (features, count, point) => {
  const inputs = new Float32Array(features.length * count)
  for (let k = 0; k < count; k++) {
    const p = point(k)
    features.forEach((name, i) => {
      inputs[i * count + k] = FEATURE[name](p)
    })
  }
  return inputs
}
