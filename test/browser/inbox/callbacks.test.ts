import type { Page } from 'playwright-core';
import { base64Url, call, sendMessageCentral, sendMGage, sendSMSPath } from '../../sandbox/client';
import { createReceiver, type Receiver } from '../../sandbox/receiver';
import { InboxRig } from './inbox';
import { ANA } from './seed';

/** Of 5,000 messages: that they were sent and that they were delivered. */
const CALLBACKS = 10_000;
/** A bound that a busy machine keeps; what was measured is printed. */
const FRAME_MS = 1000;

/** In a URL like n8n's, which answers 401 to a wrong secret as SMS Gateway Trigger does. */
const SECRET = 'right-secret-of-the-trigger';

describe('callbacks in the inbox', () => {
	let rig: InboxRig;
	let receiver: Receiver;
	let page: Page;
	beforeAll(async () => {
		rig = await InboxRig.start({ deliveryTime: 0, otpLifetime: 3000 });
		receiver = await createReceiver();
	});
	beforeEach(() => {
		rig.sandbox.reset();
		receiver.clear();
		receiver.answer = (response, { url }) => {
			if (new URL(url, 'http://x').searchParams.get('secret') === SECRET) response.end('OK');
			else response.writeHead(401).end('Unauthorized');
		};
	});
	afterEach(() => page.close());
	afterAll(async () => {
		await rig.stop();
		await receiver.close();
		expect(rig.complaints).toEqual([]);
	});

	const send = (): Promise<unknown> =>
		call(rig.sandbox, sendSMSPath({ from: '87767', text: base64Url('Coming?') }));
	const section = (name: string) =>
		page.getByRole('dialog').getByRole('region', { name, exact: true });

	async function setTarget(secret: string): Promise<void> {
		const messangi = section('Messangi');
		await messangi.getByRole('button', { name: /^(Set|Change)…/ }).click();
		const url = `http://127.0.0.1:${String(receiver.port)}/webhook/a1b2/callback`;
		await messangi.getByLabel('URL').fill(url);
		await messangi.getByRole('textbox', { name: 'Secret' }).fill(secret);
		await messangi.getByRole('button', { name: 'Save' }).click();
		await messangi.getByText('Query parameter secret=***').waitFor();
	}

	it('are set, tested and seen for each message, with a wrong and a right secret', async () => {
		await send();
		page = await rig.open(ANA);
		const last = page.locator('.message').last();
		await last.getByText('No callback is set:').waitFor();
		await last.getByRole('button', { name: 'set one' }).click();
		await page.getByRole('dialog', { name: 'Callbacks' }).waitFor();

		await setTarget('not-the-secret');
		await section('Messangi').getByRole('button', { name: 'Test a report' }).click();
		const calls = section('Messangi').getByRole('list', { name: 'Latest calls of Messangi' });
		await calls.getByText('401, wrong secret').waitFor();
		await calls.getByText('Unauthorized').waitFor();

		await setTarget(SECRET);
		await section('Messangi').getByRole('button', { name: 'Test an incoming message' }).click();
		await calls.getByText('Posted to n8n: 200').waitFor();
		await section('Messangi').getByRole('button', { name: 'Test a wrong secret' }).click();
		await calls.locator('li').nth(2).waitFor();
		expect(await calls.locator('li').first().innerText()).toContain('401, wrong secret');
		expect(receiver.bodies()[1]).toContain('TYPE=MO_MESSAGE');
		expect(await page.content()).not.toMatch(/not-the-secret|right-secret/);
		await page.keyboard.press('Escape');

		await send();
		await page.locator('.message').nth(1).getByText('Posted to n8n: 200').waitFor();
		rig.sandbox.setCallback('messangi', { url: receiver.url });
		rig.sandbox.receive({ gateway: 'messangi', from: ANA, to: '87767', text: 'Yes' });
		await page.locator('.message').last().getByText('401, no secret was sent').waitFor();

		await page.getByRole('button', { name: 'Clear…' }).click();
		await page.getByRole('button', { name: 'Clear everything' }).click();
		await page.getByText('No messages yet').waitFor();
		expect(rig.sandbox.callbackTargets()).toHaveProperty('messangi');
	});

	it('say what is wrong with a URL, where one sees it, and are removed', async () => {
		rig.sandbox.setCallback('mGage', { url: receiver.url });
		page = await rig.open();
		await page.getByRole('button', { name: 'Callbacks…' }).click();
		const mGage = section('mGage');
		await mGage.getByRole('button', { name: 'Change…' }).click();
		await mGage.getByLabel('URL').fill('http://a:b@localhost/');
		await mGage.getByLabel('Method').selectOption('No secret');
		await mGage.getByRole('button', { name: 'Save' }).click();
		await page.getByRole('dialog').getByText('"url" must not contain a password').waitFor();
		rig.complaints.length = 0; // The browser logs the refusal that was asked for above.
		await mGage.getByRole('button', { name: 'Cancel' }).click();
		await mGage.getByRole('button', { name: 'Remove' }).click();
		await mGage.getByText('No callback is set').waitFor();
		expect(rig.sandbox.callbackTargets()).toEqual({});
	});

	it('do not hold up the page, even 10,000 of them', async () => {
		rig.sandbox.setCallback('mGage', { url: receiver.url });
		receiver.answer = (response) => response.end();
		page = await rig.open();
		await page.evaluate(`(() => {
			let last = performance.now();
			window.longest = 0;
			const frame = (now) => {
				window.longest = Math.max(window.longest, now - last);
				last = now;
				requestAnimationFrame(frame);
			};
			requestAnimationFrame(frame);
		})()`);
		for (let at = 0; at < 20; at++) {
			const numbers = Array.from({ length: 250 }, (_, each) =>
				String(12_130_000_000 + at * 250 + each),
			);
			await sendMGage(rig.sandbox, { numbers: numbers.join(','), message: 'Hello' });
		}
		await page.getByText('5,000 entries').waitFor();
		await rig.sandbox.callbacksSettled();
		await page.locator('.message').getByText('Posted: 200').waitFor();
		const longest = await page.evaluate<number>('window.longest');
		console.log(`Longest frame while callbacks came: ${String(Math.round(longest))} ms`);
		expect(longest).toBeLessThan(FRAME_MS);
		expect(receiver.received).toHaveLength(CALLBACKS);
	});

	it('and how long a code is valid', async () => {
		page = await rig.open();
		const otp = { type: 'OTP', message: undefined, messageType: undefined, senderId: undefined };
		await sendMessageCentral(rig.sandbox, { ...otp, mobileNumber: '9876543211' });
		const note = page.locator('.message .badge');
		await note.getByText('code valid for 0:02').waitFor();
		await note.getByText('code valid for 0:01').waitFor();
		await note.getByText('code expired').waitFor();
	});
});
