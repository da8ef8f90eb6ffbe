import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodePropertyOptions } from 'n8n-workflow';
import { SmsGatewayTrigger } from '../../nodes/SmsGatewayTrigger/SmsGatewayTrigger.node';
import { ALL_PROFILES, descriptionOf, NODE_PROFILES } from '../profiles';
import { ROOT } from '../../tools/root';

/*
 * n8n's list of nodes: what it finds, with its own search, and the order of what a node does.
 */

/** The search of n8n's editor; its types are for newer ways to find modules. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const { sublimeSearch } = require('@n8n/utils/dist/search/sublime-search') as {
	sublimeSearch: <Entry>(text: string, entries: readonly Entry[]) => { item: Entry }[];
};

/** The entries of the list: a gateway's own trigger has none, because n8n merges it with its node. */
const ENTRIES = [...NODE_PROFILES.map(({ node }) => node), new SmsGatewayTrigger()].map((node) => {
	const { name } = node.constructor;
	const codex = JSON.parse(
		readFileSync(join(ROOT, 'nodes', name, `${name}.node.json`), 'utf8'),
	) as object;
	return { properties: { displayName: node.description.displayName, codex } };
});

const found = (text: string) =>
	sublimeSearch(text, ENTRIES)
		.map(({ item }) => item.properties.displayName)
		.sort();

const GATEWAYS = ['Message Central', 'Messangi', 'mGage'];

test.each([
	['sms', [...GATEWAYS, 'SMS Gateway Trigger']],
	['send sms', GATEWAYS],
	['bulk sms', GATEWAYS],
	['text message', GATEWAYS],
	['text', GATEWAYS],
	['bulk', GATEWAYS],
	['verification code', ['Message Central', 'Messangi']],
	['whatsapp', ['Message Central']],
	['rcs', ['Message Central']],
	['verify', ['Message Central']],
	['otp', ['Message Central', 'Messangi']],
	['one time password', ['Message Central', 'Messangi']],
	['one-time password', ['Message Central', 'Messangi']],
	['two-factor', ['Message Central', 'Messangi']],
	['two factor', ['Message Central', 'Messangi']],
	['2fa', ['Message Central', 'Messangi']],
	['reply', ['Messangi', 'SMS Gateway Trigger']],
	['inbox', ['Messangi', 'SMS Gateway Trigger']],
	['incoming message', ['Messangi', 'SMS Gateway Trigger']],
	['delivery report', ['SMS Gateway Trigger']],
])('"%s" finds %j', (text, expected) => {
	expect(found(text)).toEqual([...expected].sort());
});

describe.each(ALL_PROFILES)('what $displayName does', (profile) => {
	const { node, trigger } = profile;
	const lists = (name: string) =>
		descriptionOf(profile)
			.properties.filter((field) => field.name === name)
			.map(({ options }) => (options ?? []) as INodePropertyOptions[]);

	test('begins with "Send an SMS"', () => {
		const [resources = []] = lists('resource');
		const [operations = []] = lists('operation');
		expect(resources[0]?.name).toBe('SMS');
		const first = operations.find(({ value }) => value === 'send');
		expect(first?.action).toBe('Send an SMS');
		// n8n wants five entries or more in alphabetical order.
		if (operations.length < 5) expect(operations[0]).toBe(first);
	});

	test('is in alphabetical order from five entries on', () => {
		for (const list of [...lists('resource'), ...lists('operation')]) {
			const names = list.map(({ name }) => name.toLowerCase());
			if (names.length >= 5) expect(names).toEqual([...names].sort());
		}
	});

	test('is said by its line in the list, also where that is its trigger’s', () => {
		const { description } = (trigger ?? node).description;
		expect(description).toMatch(/^Send text messages through /);
	});
});
