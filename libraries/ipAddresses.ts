/** The only import of ipaddr.js, which reads IPv4 and IPv6 addresses and ranges. */
export { default as ipaddr } from 'ipaddr.js';
