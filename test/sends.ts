/** A send of each gateway that the sandbox accepts. */
export const SENDS = {
	messangi: {
		resource: 'sms',
		operation: 'send',
		carrier: 'Movistar',
		from: '19893653744',
		to: '+13056708084',
		message: 'Hello',
	},
	mGage: {
		resource: 'sms',
		operation: 'send',
		from: '87767',
		programId: '12345',
		to: '+13056708084',
		message: 'Hello',
	},
	messageCentral: {
		resource: 'sms',
		operation: 'send',
		channel: 'SMS',
		senderId: 'UTOMOB',
		to: '+919999999999',
		message: 'Hello',
		messageType: 'TRANSACTION',
	},
};
