/**
 * The node and credential classes of this package. n8n itself finds them through the "n8n" entry
 * of package.json; this is for everybody else.
 */
module.exports = {
	...require('./dist/credentials/MessangiApi.credentials.js'),
	...require('./dist/credentials/MGageApi.credentials.js'),
	...require('./dist/credentials/MessageCentralApi.credentials.js'),
	...require('./dist/credentials/SmsGatewayCallbackApi.credentials.js'),
	...require('./dist/nodes/Messangi/Messangi.node.js'),
	...require('./dist/nodes/MGage/MGage.node.js'),
	...require('./dist/nodes/MessageCentral/MessageCentral.node.js'),
	...require('./dist/nodes/SmsGatewayTrigger/SmsGatewayTrigger.node.js'),
	...require('./dist/nodes/MessangiTrigger/MessangiTrigger.node.js'),
};
