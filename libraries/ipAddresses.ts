/** The one door to ipaddr.js, which knows addresses and ranges of IPv4 and IPv6. */
export { default as ipaddr } from 'ipaddr.js';
