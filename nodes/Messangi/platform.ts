import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Gateway } from '../../runtime/operation';
import { propertiesOf, when } from '../shared/properties';
import { messangiAccount } from './account';
import { elasticAccount } from './elastic/account';
import { sms as elasticSms } from './elastic/resources/sms';
import { incomingMessage } from './resources/incomingMessage';
import { pin } from './resources/pin';
import { sms } from './resources/sms';

/** Both are Messangi in outputs. */
const SHARED = { name: 'messangi', displayName: 'Messangi', usual: 'sms' } as const;

/** What the node can do on each platform, by the values of the field. */
const PLATFORMS: Readonly<Record<'campaignManager' | 'elastic', Gateway>> = {
	campaignManager: { ...SHARED, ...messangiAccount, resources: { sms, pin, incomingMessage } },
	elastic: { ...SHARED, ...elasticAccount, resources: { sms: elasticSms } },
};

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
