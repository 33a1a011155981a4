// Node by `require`.

const { join } = require('node:path');
const { loaders, ...kenpo } = require('./core.cjs');

module.exports = { ...kenpo, ...loaders(join(__dirname, 'kenpo_bg.wasm')) };
