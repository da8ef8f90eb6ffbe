import type { Sandbox } from '../../../sandbox/server/server';
import {
	base64Url,
	call,
	messangiPath,
	sendMessageCentral,
	sendMGage,
	sendSMSPath,
} from '../../sandbox/client';

/** The handset of the conversation that the pictures show. */
export const ANA = '13056708084';
/** A text that wants to be more than text. */
export const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

/** One character more than mGage takes without `allow_long_messages`. */
const LONG = 'Our shop moves to Main Street 12 on Monday. '.repeat(4).slice(0, 161);

/** A few conversations as a workflow makes them: reminders, an answer, a code, a refused call. */
export async function seed(sandbox: Sandbox): Promise<void> {
	const messangi = (text: string, to = ANA): Promise<unknown> =>
		call(sandbox, sendSMSPath({ from: '87767', to: base64Url(to), text: base64Url(text) }));

	await sendMessageCentral(sandbox, {
		countryCode: '91',
		mobileNumber: '9876543210',
		message: 'Namaste Amit, your order is on its way. To pay: €35.',
	});
	sandbox.setNextOtp('481516');
	await sendMessageCentral(sandbox, {
		type: 'OTP',
		mobileNumber: '9876543211',
		senderId: undefined,
		message: undefined,
		messageType: undefined,
		otpLength: '6',
	});
	await sendMGage(sandbox, {
		numbers: '12135551234,442071838750',
		message: 'Doors open at 7 tonight. See you there!',
		spoof_from: '87767',
	});
	await sendMGage(sandbox, { numbers: '12065550100', message: LONG });
	await messangi('Your table for two is ready on Friday at 19:30. Reply C to confirm.');
	sandbox.receive({ gateway: 'messangi', from: ANA, to: '87767', text: 'C' });
	await messangi('Thank you, Ana! It is confirmed. Reply STOP to get no more of these.');
	sandbox.receive({
		gateway: 'messangi',
		from: ANA,
		to: '87767',
		text: 'Great, we are four now 🎉 is that ok?',
	});
	await messangi('Four it is. We have a table by the window for you ☀️');
}

/** A call with a wrong signature: a slash at the start of what was signed. */
export async function sendWronglySigned(sandbox: Sandbox): Promise<void> {
	const parameters = ['8', 'Movistar', '87767', base64Url(ANA), base64Url('See you on Friday!')];
	const signed =
		messangiPath('', ['', ...parameters])
			.split('/')
			.at(-1) ?? '';
	const right = messangiPath('tools/sendSMS', parameters);
	await call(sandbox, right.replace(/[^/]+$/, signed));
}

/** So many messages, to a quarter as many handsets. */
export async function seedMany(sandbox: Sandbox, messages: number): Promise<void> {
	const size = 250;
	for (let at = 0; at < messages; at += size) {
		const numbers = Array.from({ length: size }, (_, each) =>
			String(12_130_000_000 + ((at + each) % (messages / 4))),
		);
		await sendMGage(sandbox, {
			numbers: numbers.join(','),
			message: `Reminder ${String(at / size + 1)}: your appointment is tomorrow at 9.`,
		});
	}
}
