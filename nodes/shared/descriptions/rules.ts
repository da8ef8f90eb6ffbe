import type { INodeProperties } from 'n8n-workflow';

/** Who must not get a message, and when it may be sent. */
export function recipientOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Do Not Send To',
			name: 'doNotSend',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: "e.g. {{ $('Opt-outs').all() }}",
			description:
				'Numbers that must not get a message, separated by commas, semicolons or line breaks, or an expression that returns an array of numbers or of items with a field such as phone, to, number or mobile. Their messages are skipped. Read once for all items.',
		},
		{
			displayName: 'Sending Hours',
			name: 'sendingHours',
			type: 'fixedCollection',
			default: { hours: { from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5, 6, 7], timeZone: '' } },
			placeholder: 'Add hours',
			description:
				'When messages may be sent, by the recipient’s clock. Outside of these hours, a message is skipped, and its output has sendAt: the first time at which it may be sent. Holidays and daily limits are not checked.',
			options: [
				{
					displayName: 'Hours',
					name: 'hours',
					values: [
						{
							displayName: 'From',
							name: 'from',
							type: 'string',
							default: '09:00',
							placeholder: 'e.g. 09:00',
							description: 'The first minute in which messages may be sent, as HH:mm',
						},
						{
							displayName: 'To',
							name: 'to',
							type: 'string',
							default: '20:00',
							placeholder: 'e.g. 20:00',
							description:
								'From this minute on, no messages may be sent. It must be later than From, because the hours cannot cross midnight.',
						},
						{
							displayName: 'Days',
							name: 'days',
							type: 'multiOptions',
							options: DAYS.map((name, index) => ({ name, value: index + 1 })),
							default: [1, 2, 3, 4, 5, 6, 7],
							description: 'The days on which messages may be sent',
						},
						{
							displayName: 'Time Zone',
							name: 'timeZone',
							type: 'string',
							default: '',
							placeholder: 'e.g. {{ $json.timeZone }}',
							description:
								'The recipient’s time zone, e.g. America/New_York. If empty, it comes from the number: if the number has several, the hours must be open in each.',
						},
					],
				},
			],
		},
	];
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a run may cost, by the user's own price. */
export function budgetOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Max Parts',
			name: 'maxParts',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description:
				'The most parts that a message may have; 0 means no limit. If a message is longer, nothing is sent. Set it if an AI model writes the text: Max Recipients counts messages, however long they are.',
		},
		{
			displayName: 'Price per Part',
			name: 'pricePerPart',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 6 },
			default: 0,
			placeholder: 'e.g. 0.0075',
			description:
				'What you pay for one part, in any currency. The output and the preview then say what the messages cost.',
		},
		{
			displayName: 'Max Cost',
			name: 'maxCost',
			type: 'number',
			noDataExpression: true,
			typeOptions: { minValue: 0, numberPrecision: 6 },
			default: 0,
			description:
				'The most that one run may cost, by Price per Part; 0 means no limit. If the messages cost more, none of them is sent. Expressions are not allowed.',
		},
	];
}
