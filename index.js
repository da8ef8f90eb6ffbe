/**
 * The node and credential classes of this package, as the "n8n" entry of package.json names them. n8n
 * reads that entry itself; this is for everybody else.
 */
const { n8n } = require('./package.json');

module.exports = Object.assign(
	{},
	...[...n8n.credentials, ...n8n.nodes].map((path) => require(`./${path}`)),
);
