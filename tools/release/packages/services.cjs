// The packages with a single service, which are all that n8n verifies: what each has of the main
// package. Everything else about them is made from the main package by service-package.cjs.
'use strict';

/**
 * @typedef {object} Service
 * @property {string} task the name of its gulp task
 * @property {string} name the name of its package
 * @property {string} title the gateway's name
 * @property {string} caller the gateway as SMS Gateway Trigger knows it
 * @property {string[]} keywords beside those that all have
 * @property {string[]} nodes
 * @property {string[]} credentials
 * @property {string[]} sections the sections of the main README that it leads to
 */

const COMMON = ['Your first message', 'What comes out', 'Bulk sends', 'Limits'];
const TRIGGER = 'Delivery reports and incoming messages';

/** @type {Service[]} */
module.exports = [
	{
		task: 'messangi',
		name: 'n8n-nodes-messangi',
		title: 'Messangi',
		caller: 'messangi',
		keywords: ['messangi', 'pin'],
		nodes: ['Messangi', 'SmsGatewayTrigger', 'MessangiTrigger'],
		credentials: ['MessangiApi', 'SmsGatewayCallbackApi'],
		sections: [...COMMON, 'Codes: PIN and OTP', TRIGGER],
	},
	{
		task: 'mgage',
		name: 'n8n-nodes-mgage',
		title: 'mGage',
		caller: 'mGage',
		keywords: ['mgage', 'acoustic'],
		nodes: ['MGage', 'SmsGatewayTrigger'],
		credentials: ['MGageApi', 'SmsGatewayCallbackApi'],
		sections: [...COMMON, TRIGGER],
	},
	{
		task: 'message-central',
		name: 'n8n-nodes-message-central',
		title: 'Message Central',
		caller: 'messageCentral',
		keywords: ['message central', 'otp', 'whatsapp'],
		nodes: ['MessageCentral', 'SmsGatewayTrigger'],
		credentials: ['MessageCentralApi', 'SmsGatewayCallbackApi'],
		sections: [...COMMON, 'Codes: PIN and OTP', TRIGGER],
	},
];
