/** Loaded before a program: whatever it asks of a network is refused, and written down in the file NETWORK_LOG names. */
const { appendFileSync } = require('node:fs');
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

function refuse(what) {
  appendFileSync(process.env.NETWORK_LOG, `${process.argv.slice(1).join(' ')}: ${what}\n`);
  throw new Error(`no network: ${what}`);
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [to] = Array.isArray(args[0]) ? args[0] : args;
  // A pipe between processes is no network.
  const isPipe = typeof to === 'string' || (typeof to === 'object' && to !== null && 'path' in to && to.path);
  return isPipe ? connect.apply(this, args) : refuse(`connect ${JSON.stringify(to)}`);
};
for (const name of ['lookup', 'resolve']) {
  dns[name] = (host) => refuse(`${name} ${host}`);
  dns.promises[name] = async (host) => refuse(`${name} ${host}`);
}
dgram.Socket.prototype.send = () => refuse('send');
globalThis.fetch = async (url) => refuse(`fetch ${url}`);
