// Makes itk/: MetaImage files, one of them as NIfTI too, and in expected.json what ITK reads in them.
//
// Run in this folder, after `npm install --no-save @itk-wasm/image-io` (made with 1.6.1: ITK, compiled
// to WebAssembly): node make_itk.mjs. ITK's world is LPS+: an affine here has x and y negated.

import { readImageNode, writeImageNode } from '@itk-wasm/image-io'
import { Image, ImageType } from 'itk-wasm'
import fs from 'node:fs'

const FOLDER = 'itk/'
const SIZE = [4, 3, 2]
const DATA = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
}
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1]
// The turn of a unit quaternion (0.8, 0.36, -0.48, 0): to the last digit orthogonal.
const TURN = [0.5392, -0.3456, -0.768, -0.3456, 0.7408, -0.576, 0.768, 0.576, 0.28]
const FLIP = [1, 0, 0, 0, 0, -1, 0, 1, 0]

const expected = {}

// Numbers that tell types and places apart: the ends of the type's range among others.
function voxels(type) {
  const data = new DATA[type](24)
  const big = type.endsWith('int64')
  for (let i = 0; i < 24; i++) data[i] = big ? BigInt(i) : i
  if (type.startsWith('float')) {
    data.set([-2.5, 1 / 3, 1e-40, -0, 1e20], 3)
  } else {
    const bits = 8 * data.BYTES_PER_ELEMENT
    const [low, high] = type.startsWith('u')
      ? [0n, 2n ** BigInt(bits) - 1n]
      : [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
    data.set([low, high, high / 2n + 2n].map((n) => (big ? n : Number(n))), 3)
  }
  return data
}

function image(type, direction = IDENTITY, origin = [0, 0, 0]) {
  const made = new Image(new ImageType(3, type, 'Scalar', 1))
  made.size = SIZE
  made.spacing = [1.5, 2, 2.5]
  made.origin = origin
  made.direction = new Float64Array(direction)
  made.data = voxels(type)
  return made
}

// The numbers as ITK reads them, its world turned from LPS+ to RAS+.
async function read(name) {
  const found = await readImageNode(FOLDER + name)
  const n = found.imageType.dimension
  const sign = [-1, -1, 1]
  expected[name] = {
    size: found.size.slice(0, 3),
    affine: sign.map((s, k) => [
      ...[0, 1, 2].map((j) => s * found.direction[k * n + j] * found.spacing[j]),
      s * found.origin[k],
    ]),
    values: Array.from(found.data, Number),
  }
}

async function save(name, made, options = {}) {
  await writeImageNode(made, FOLDER + name, options)
  await read(name)
}

// ITK writes in the byte order of its processor; here the bytes of its file are turned about, and it
// says itself what it reads in them.
async function saveBig(name, made, bytes) {
  await writeImageNode(made, FOLDER + name)
  const file = fs.readFileSync(FOLDER + name)
  const start = file.length - 24 * bytes
  const header = file.toString('latin1', 0, start).replace('MSB = False', 'MSB = True')
  const data = file.subarray(start)
  for (let i = 0; i < data.length; i += bytes) data.subarray(i, i + bytes).reverse()
  fs.writeFileSync(FOLDER + name, Buffer.concat([Buffer.from(header, 'latin1'), data]))
  await read(name)
}

fs.mkdirSync(FOLDER, { recursive: true })
for (const type in DATA) await save(type + '.mha', image(type))
await saveBig('int16-big.mha', image('int16'), 2)
await saveBig('float32-big.mha', image('float32'), 4)
await saveBig('float64-big.mha', image('float64'), 8)
await save('packed.mha', image('int16'), { useCompression: true })
await save('raw.mhd', image('int16'))
await save('packed-raw.mhd', image('float32'), { useCompression: true })
await save('oblique.mha', image('uint8', TURN, [-90.25, 126.5, -72.125]))
await save('flipped.mha', image('uint8', FLIP, [10, 20, 30]))
// The same image by another way from LPS+ to RAS+: ITK's own, of its writer of NIfTI. The header holds
// float32 numbers.
await save('oblique.nii.gz', image('uint8', TURN, [-90.25, 126.5, -72.125]), { useCompression: true })
expected['oblique.nii.gz'].tolerance = 1e-6

const four = new Image(new ImageType(4, 'int16', 'Scalar', 1))
four.size = [...SIZE, 1]
four.spacing = [1.5, 2, 2.5, 9]
four.origin = [10, 20, 30, 40]
four.direction = new Float64Array([0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1])
four.data = voxels('int16')
await save('axes-4th-is-1.mha', four)

// NRRD: what ITK writes, and headers that it does not write but reads.
for (const type of ['int8', 'uint16', 'int64', 'float64']) await save(type + '.nrrd', image(type))
await save('packed.nrrd', image('int16', TURN, [-90.25, 126.5, -72.125]), { useCompression: true })
await save('detached.nhdr', image('float32', FLIP, [10, 20, 30]))
await save('detached-packed.nhdr', image('uint32'), { useCompression: true })
async function saveHeader(name, from, changes) {
  let text = fs.readFileSync(FOLDER + from, 'latin1')
  for (const [old, replacement] of changes) {
    if (!text.includes(old)) throw new Error(`${from} has no ${old}`)
    text = text.replace(old, replacement)
  }
  fs.writeFileSync(FOLDER + name, text, 'latin1')
  await read(name)
}
for (const space of ['right-anterior-superior', '3D-right-handed', 'scanner-xyz'])
  await saveHeader(`${space}.nrrd`, 'int8.nrrd', [
    ['left-posterior-superior', space],
    ['space origin: (0,0,0)', 'space origin: (3,-4,5.5)'],
  ])
const directions = /space directions: .*\n/.exec(fs.readFileSync(FOLDER + 'int8.nrrd', 'latin1'))[0]
await saveHeader('spacings.nrrd', 'int8.nrrd', [
  ['space: left-posterior-superior\n', ''],
  [directions, 'spacings: 1.5 2 2.5\n'],
  ['space origin: (0,0,0)', 'axis mins: 1 2 -3'],
])
await saveHeader('nodes.nrrd', 'spacings.nrrd', [['axis mins', 'centers: node node node\naxis mins']])

const entries = Object.entries(expected).map(([k, v]) => `${JSON.stringify(k)}: ${JSON.stringify(v)}`)
fs.writeFileSync(FOLDER + 'expected.json', '{\n' + entries.join(',\n') + '\n}\n')
