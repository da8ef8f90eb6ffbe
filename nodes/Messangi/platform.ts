import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { lookUp } from '../../gateways/table';
import type { Gateway, Missing } from '../../runtime/operation';
import { propertiesOf, when } from '../shared/properties';
import { messangiAccount } from './account';
import { elasticAccount } from './elastic/account';
import { sms as elasticSms } from './elastic/resources/sms';
import { incomingMessage } from './resources/incomingMessage';
import { pin } from './resources/pin';
import { sms } from './resources/sms';

/** Both are Messangi in outputs. */
const SHARED = { name: 'messangi', displayName: 'Messangi', usual: 'sms' } as const;

const OLDER: Gateway = {
	...SHARED,
	...messangiAccount,
	resources: { sms, pin, incomingMessage },
};

/** What the node can do on each platform, by the values of the field. */
const PLATFORMS: Readonly<Record<'campaignManager' | 'elastic', Gateway>> = {
	campaignManager: OLDER,
	elastic: {
		...SHARED,
		...elasticAccount,
		resources: { sms: elasticSms },
		explainMissing: onlyOnOlder,
	},
};

/** How many of a resource are called. */
const PLURALS: Readonly<Record<string, string>> = {
	pin: 'PINs',
	incomingMessage: 'incoming messages',
};

/**
 * What to do after the platform was switched: n8n keeps Resource and Operation, although the newer platform does not
 * have them.
 */
function onlyOnOlder(resource: string, operation: string): Missing | null {
	const hint = (choice: string) => `Choose ${choice}, or the platform Campaign Manager.`;
	const things = lookUp(PLURALS, resource);
	if (things !== undefined) {
		return { message: `Messangi Elastic has no ${things}`, hint: hint('the resource SMS') };
	}
	const { name } = lookUp(lookUp(OLDER.resources, resource)?.operations ?? {}, operation) ?? {};
	if (name === undefined) return null;
	const offered = Object.values(elasticSms.operations).map((each) => each.name);
	return {
		message: `Messangi Elastic has no operation "${name}"`,
		hint: hint(`another operation (${offered.join(', ')})`),
	};
}

/** Workflows saved before there were two platforms have no such field: they mean the first. */
const platformField: INodeProperties = {
	displayName: 'Platform',
	name: 'platform',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Campaign Manager',
			value: 'campaignManager',
			description: 'The Mobile Engagement Campaign Manager, with an instance ID and keys',
		},
		{
			name: 'Elastic',
			value: 'elastic',
			description: 'The newer platform at elastic.messangi.me, with an API key or a password',
		},
	],
	default: 'campaignManager',
	description: 'Which of Messangi’s platforms your account is on',
};

/**
 * The node's properties: the platform, then those of each. They share the list of resources, because n8n would offer
 * the actions of a second one again.
 */
export function platformProperties(): INodeProperties[] {
	const platforms = Object.entries(PLATFORMS);
	const properties: INodeProperties[] = [];
	let resources: INodeProperties | undefined;
	for (const [platform, gateway] of platforms) {
		for (const property of propertiesOf(gateway)) {
			// That of the first platform, which has all.
			if (property.name === 'resource') resources ??= property;
			else properties.push(when({ platform: [platform] }, property));
		}
	}
	const options = (resources?.options as INodePropertyOptions[]).map((option) => {
		const having = platforms.filter(([, { resources: own }]) => String(option.value) in own);
		const platform = having.map(([name]) => name);
		return having.length === platforms.length
			? option
			: { ...option, displayOptions: { show: { platform } } };
	});
	return [platformField, { ...resources, options } as INodeProperties, ...properties];
}

/** The platform of this name; the older one for any other. */
export function platformOf(name: unknown): Gateway {
	return name === 'elastic' ? PLATFORMS.elastic : PLATFORMS.campaignManager;
}
