import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { createSandbox } from '../../../sandbox/server/server';
import {
	base64Url,
	call,
	sendMessageCentral,
	sendMGage,
	sendSMSPath,
	tokenPath,
} from '../../sandbox/client';
import { InboxRig } from './inbox';
import { ANA, HOSTILE, seed, seedMany } from './seed';

describe('what one can do in the inbox', () => {
	let rig: InboxRig;
	let page: Page;
	beforeAll(async () => {
		rig = await InboxRig.start();
	});
	beforeEach(() => {
		rig.sandbox.reset();
	});
	afterEach(() => page.close());
	afterAll(async () => {
		await rig.stop();
		expect(rig.complaints).toEqual([]);
	});

	const send = (text: string): Promise<unknown> =>
		call(rig.sandbox, sendSMSPath({ from: '87767', text: base64Url(text) }));

	it('shows a message as it comes, and how far it gets, without reloading', async () => {
		page = await rig.open();
		await page.getByText('No messages yet').waitFor();
		await send('Here I am');
		const row = page.getByRole('link', { name: `+${ANA}` });
		await row.getByText('accepted').waitFor();
		await page.getByRole('status').getByText(`New message to +${ANA}: Here I am`).waitFor();
		await row.getByText('delivered').waitFor();
	});

	it('opens the first message by itself, not a call without a number', async () => {
		page = await rig.open();
		await call(rig.sandbox, tokenPath({ key: 'd3Jvbmc=' }));
		const calls = page.getByRole('link', { name: 'Other API calls' });
		await calls.waitFor();
		await send('Here I am');
		await page.getByRole('heading', { name: `+${ANA}` }).waitFor();
		await calls.click();
		await page.getByRole('heading', { name: 'Other API calls' }).waitFor();
	});

	it('makes links of web addresses, and of nothing else', async () => {
		await send('Open http://127.0.0.1:9/a?b=c&d=1. Not javascript:alert(1) nor ftp://127.0.0.1/');
		page = await rig.open(ANA);
		const links = page.locator('.message .text a');
		await links.waitFor();
		expect(await links.count()).toBe(1);
		expect(await links.getAttribute('href')).toBe('http://127.0.0.1:9/a?b=c&d=1');
		expect(await links.getAttribute('rel')).toBe('noopener noreferrer');
	});

	it('answers as the phone, with the keyboard alone', async () => {
		await send('Are you coming?');
		page = await rig.open(ANA);
		await page.getByLabel(`Reply as +${ANA}`).focus();
		await page.keyboard.type('Yes');
		await page.keyboard.press('Shift+Enter');
		await page.keyboard.type('& no');
		await page.keyboard.press('Enter');
		await page.locator('.message.received').waitFor();
		expect(rig.sandbox.incoming()).toMatchObject([
			{ gateway: 'messangi', from: ANA, to: '87767', text: 'Yes\n& no' },
		]);
		expect(await page.getByLabel(`Reply as +${ANA}`).inputValue()).toBe('');
	});

	it('lets a phone write that nobody has written to', async () => {
		page = await rig.open();
		await page.getByRole('button', { name: 'New from phone…' }).click();
		await page.getByLabel('From (the phone)').fill('+1 (213) 555-1234');
		await page.getByLabel('To (your short code').fill('87767');
		const gateway = page.getByRole('dialog').getByRole('combobox', { name: 'Gateway' });
		const hint = page.getByRole('dialog').getByText('no incoming messages');
		await gateway.selectOption('messageCentral');
		await hint.waitFor();
		await gateway.selectOption('mGage');
		await hint.waitFor({ state: 'detached' });
		await page.getByRole('textbox', { name: 'Message' }).fill('JOIN');
		await page.getByRole('button', { name: 'Send as phone' }).click();
		await page.getByRole('heading', { name: '+12135551234' }).waitFor();
		expect(rig.sandbox.incoming()).toMatchObject([
			{ gateway: 'mGage', from: '12135551234', to: '87767', text: 'JOIN' },
		]);
	});

	it.each(['delivered', 'failed', 'expired'])('marks a message as %s', async (status) => {
		await send('How will I end?');
		page = await rig.open(ANA);
		const message = page.locator('.message');
		await message.getByRole('button', { name: /^Details/ }).click();
		await message.getByRole('button', { name: `Mark ${status}` }).click();
		await message.locator('.meta').getByText(status).waitFor();
		expect(rig.sandbox.messages()[0]?.status).toBe(status);
		const pressed = message.locator('button[aria-pressed="true"]');
		expect(await pressed.innerText()).toBe(`Mark ${status}`);
	});

	it('lets the next calls fail, and takes that back', async () => {
		page = await rig.open();
		const ask = async (): Promise<void> => {
			await page.getByRole('button', { name: 'Fail next call…' }).click();
			await page.getByLabel('What happens').selectOption('HTTP 503, nothing is sent');
			await page.getByLabel('How many calls').fill('2');
			await page.keyboard.press('Enter');
			await page.getByText('1 fault waiting').waitFor();
		};
		await ask();
		expect((await sendMGage(rig.sandbox)).status).toBe(503);
		await page.getByRole('link', { name: '+12135551234' }).click();
		await page.getByText('As you asked: answered with HTTP 503').waitFor();
		expect((await sendMGage(rig.sandbox)).status).toBe(503);
		await page.getByText('fault waiting').waitFor({ state: 'detached' });
		expect((await sendMGage(rig.sandbox)).status).toBe(200);

		await ask();
		await page.getByRole('button', { name: 'Remove the waiting faults' }).click();
		await page.getByText('fault waiting').waitFor({ state: 'detached' });
		expect(rig.sandbox.faults()).toEqual([]);
		expect((await sendMGage(rig.sandbox)).status).toBe(200);
	});

	it('lets the next call be answered with a code of its gateway, listed or typed', async () => {
		page = await rig.open();
		const ask = async (what: string | { value: string }): Promise<void> => {
			await page.getByRole('button', { name: 'Fail next call…' }).click();
			const gateway = page.getByRole('dialog').getByRole('combobox', { name: 'Gateway' });
			await gateway.selectOption('mGage');
			await page.getByLabel('What happens').selectOption(what);
		};
		await ask('Another code…');
		await page.getByLabel('Code', { exact: true }).fill('9999');
		await page.getByRole('button', { name: 'Arm' }).click();
		await page.getByRole('alert').getByText('9999 is not a code of mGage').waitFor();
		rig.complaints.length = 0; // The browser logs the refusal that was asked for above.
		await ask('107: Too many characters in message');
		await page.getByRole('button', { name: 'Arm' }).click();
		await page.getByText('1 fault waiting').waitFor();
		expect((await sendMGage(rig.sandbox)).body).toContain('<statusCode>107<');
	});

	it('offers the words that end and start texts', async () => {
		page = await rig.open();
		await page.keyboard.press('n');
		for (const word of ['START', 'HELP', 'ALTO', 'AYUDA', 'STOP']) {
			await page.getByRole('button', { name: word, exact: true }).click();
			expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe(word);
		}
		await page.getByLabel('From (the phone)').fill(ANA);
		await page.getByLabel('To (your short code').fill('87767');
		await page.getByRole('button', { name: 'Send as phone' }).click();
		await page.locator('.message.received').waitFor();
		expect(rig.sandbox.incoming()).toMatchObject([{ text: 'STOP', keyword: 'STOP' }]);
	});

	it('opens at the newest message, and nothing is behind the box for the reply', async () => {
		const long = (at: number): string => `Text ${String(at)} ${'with many words '.repeat(at % 20)}`;
		for (let at = 1; at <= 80; at++) {
			rig.sandbox.receive({ gateway: 'messangi', from: ANA, to: '87767', text: long(at) });
		}
		page = await rig.open();
		const last = page.locator('.message').last();
		const isInView = async (): Promise<boolean> => {
			const [end, box] = [await last.boundingBox(), await page.locator('.composer').boundingBox()];
			return end !== null && box !== null && end.y + end.height <= box.y;
		};
		await last.locator('.text', { hasText: 'Text 80' }).waitFor();
		await expect(isInView()).resolves.toBe(true);
		await page.getByLabel(`Reply as +${ANA}`).fill('one\ntwo\nthree\nfour\nfive');
		await page.waitForTimeout(100);
		await expect(isInView()).resolves.toBe(true);
		await page.locator('.messages').hover();
		await page.mouse.wheel(0, -1500);
		await page.waitForTimeout(200);
		rig.sandbox.receive({ gateway: 'messangi', from: ANA, to: '87767', text: 'Text 81' });
		await page.getByRole('status').getByText('Text 81').waitFor();
		await expect(isInView()).resolves.toBe(false);
	});

	it('marks what nobody has read, until it is opened', async () => {
		await send('First');
		page = await rig.open();
		await page.getByRole('heading', { name: `+${ANA}` }).waitFor();
		expect(await page.title()).toBe('SMS sandbox');
		await sendMGage(rig.sandbox, { message: 'Second' });
		await sendMGage(rig.sandbox, { message: 'Third' });
		await send('Fourth');
		const row = page.getByRole('link', { name: '+12135551234' });
		await row.getByText('2 unread').waitFor();
		await page.locator('.message').nth(1).waitFor();
		expect(await page.title()).toBe('(2) SMS sandbox');
		expect(await page.getByRole('link', { name: `+${ANA}` }).innerText()).not.toContain('unread');
		await row.click();
		await row.getByText('unread').waitFor({ state: 'detached' });
		expect(await page.title()).toBe('SMS sandbox');
	});

	it('deletes one message', async () => {
		await send('Stays');
		await send('Goes');
		page = await rig.open(ANA);
		const last = page.locator('.message').nth(1);
		await last.getByRole('button', { name: /^Details/ }).click();
		await last.getByRole('button', { name: 'Delete' }).click();
		await last.waitFor({ state: 'detached' });
		expect(rig.sandbox.messages().map(({ text }) => text)).toEqual(['Stays']);
		await page.locator('.messages:focus').waitFor();
		await page.getByRole('button', { name: /^Details/ }).click();
		await page.getByRole('button', { name: 'Delete' }).click();
		await page.getByText('No messages yet').waitFor();
	});

	it('copies texts, codes and what connects', async () => {
		rig.sandbox.setNextOtp('481516');
		const otp = { type: 'OTP', message: undefined, messageType: undefined, senderId: undefined };
		await sendMessageCentral(rig.sandbox, otp);
		page = await rig.open('', { permissions: ['clipboard-read', 'clipboard-write'] });
		const clipboard = (): Promise<string> => page.evaluate('navigator.clipboard.readText()');
		await page.getByRole('button', { name: 'Copy code' }).click();
		await page.getByText('Copied').first().waitFor();
		expect(await clipboard()).toBe('481516');
		await page.getByRole('button', { name: 'Copy “Your code' }).click();
		expect(await clipboard()).toBe('Your code is 481516');
		// As over HTTP under another name than localhost.
		await page.evaluate('delete Clipboard.prototype.writeText');
		await page.getByRole('button', { name: 'Connect…' }).click();
		const mGage = page.getByRole('dialog').getByRole('region', { name: 'mGage' });
		await mGage.getByRole('button', { name: 'Copy Password' }).click();
		await mGage.getByText('Copied').waitFor();
		expect(await clipboard()).toBe('sandbox-mgage-password');
	});

	it('shows its keys', async () => {
		await send('Hello');
		page = await rig.open();
		await page.getByRole('heading', { name: `+${ANA}` }).waitFor();
		await page.keyboard.press('?');
		await page.getByRole('dialog', { name: 'Keys' }).waitFor();
		await page.keyboard.press('n');
		expect(await page.getByRole('dialog').count()).toBe(1);
		await page.keyboard.press('Escape');
		await page.keyboard.press('r');
		await page.keyboard.type('?n');
		expect(await page.getByLabel(`Reply as +${ANA}`).inputValue()).toBe('?n');
		expect(await page.getByRole('dialog').count()).toBe(0);
	});

	it('notifies only if it was asked to, and only in the background', async () => {
		page = await rig.open('', { permissions: ['notifications'] });
		await page.evaluate(`(() => {
			window.shown = [];
			window.Notification = class {
				static permission = 'granted';
				static requestPermission = async () => 'granted';
				constructor(title, { body }) { window.shown.push([title, body]); }
			};
		})()`);
		const shown = (): Promise<[string, string][]> => page.evaluate('window.shown');
		const hide = (isHidden: boolean): Promise<void> =>
			page.evaluate(`Object.defineProperty(document, 'hidden',
				{ configurable: true, get: () => ${String(isHidden)} })`);
		const heard = async (text: string): Promise<void> => {
			await send(text);
			await page.getByRole('status').getByText(`New message to +${ANA}: ${text}`).waitFor();
		};
		await hide(true);
		await heard('Not asked');
		await page.getByRole('button', { name: 'Notify' }).click();
		await page.locator('button[aria-pressed="true"]', { hasText: 'Notify' }).waitFor();
		await heard('Hidden');
		expect(await page.title()).toBe('(2) SMS sandbox');
		await hide(false);
		await heard('In front');
		expect(await shown()).toEqual([[`To +${ANA}`, 'Hidden']]);
	});

	it('clears everything, but not before it has asked', async () => {
		await seed(rig.sandbox);
		page = await rig.open(ANA);
		const clear = page.getByRole('button', { name: 'Clear…' });
		await clear.click();
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await page.locator('button:focus', { hasText: 'Clear…' }).waitFor();
		expect(rig.sandbox.messages()).not.toEqual([]);
		await clear.click();
		await page.getByRole('button', { name: 'Clear everything' }).click();
		await page.getByText('No messages yet').waitFor();
		expect(rig.sandbox.messages()).toEqual([]);
	});

	it('exports what it has', async () => {
		await send('Keep me');
		page = await rig.open();
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: 'Export' }).click(),
		]);
		expect(download.suggestedFilename()).toBe('sandbox.json');
		const content = readFileSync(await download.path(), 'utf8');
		expect(JSON.parse(content)).toMatchObject({ format: 1, messages: [{ text: 'Keep me' }] });
	});

	it('is searched with the keyboard', async () => {
		await seed(rig.sandbox);
		page = await rig.open();
		await page.locator('.conversations li').nth(5).waitFor();
		await page.keyboard.press('/');
		await page.keyboard.type('+1 (206) 555');
		await page.getByText('1 of 10 found').waitFor();
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: '+12065550100' }).waitFor();
		await page.keyboard.press('/');
		await page.keyboard.press('Escape');
		await page.keyboard.type('doors OPEN');
		await page.getByText('2 of 10 found').waitFor();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: '+12135551234' }).waitFor();
	});

	it('shows what was refused, and one gateway only', async () => {
		await seed(rig.sandbox);
		page = await rig.open();
		await page.getByLabel('Show', { exact: true }).selectOption('Refused or failed');
		await page.getByText('1 of 10 found').waitFor();
		await page.getByLabel('Show', { exact: true }).selectOption('Everything');
		await page.getByLabel('Gateway').selectOption('Message Central');
		await page.getByText('2 of 10 found').waitFor();
	});

	it('shows a hostile text as text', async () => {
		rig.sandbox.receive({ gateway: 'messangi', from: HOSTILE, to: HOSTILE, text: HOSTILE });
		await send(HOSTILE);
		await sendMGage(rig.sandbox, { message: HOSTILE, spoof_from: HOSTILE, numbers: HOSTILE });
		page = await rig.open();
		await page.locator('.conversations a').first().waitFor();
		for (const name of await page.locator('.conversations a').all()) {
			await name.click();
			await page.getByText(HOSTILE).last().waitFor();
			for (const more of await page.getByRole('button', { name: /^Details/ }).all()) {
				await more.click();
			}
		}
		expect(await page.locator('.app img, .app script').count()).toBe(0);
		expect(await page.evaluate('window.hacked')).toBeUndefined();
	});

	it('says what was dropped, and shows what is left', async () => {
		const small = await createSandbox({ journalMegabytes: 1, deliveryTime: 0 });
		try {
			page = await rig.browser.newPage();
			await page.goto(small.url);
			await page.getByText('Live', { exact: true }).waitFor();
			for (const which of ['an open page', 'a page that is opened now']) {
				await seedMany(small, 6000);
				const note = page.getByText(
					/^Incomplete: [\d,]+ messages and \d+ calls were dropped since/,
				);
				await note.waitFor();
				const { entries, stop } = small.watch(() => undefined);
				stop();
				expect([which, entries.length < 6000]).toEqual([which, true]);
				await page.getByText(`${entries.length.toLocaleString('en')} entries in`).waitFor();
				await page.reload();
				await note.waitFor();
				await page.getByText(`${entries.length.toLocaleString('en')} entries in`).waitFor();
			}
			small.reset();
			await page.getByText('No messages yet').waitFor();
			expect(await page.getByText('Incomplete').count()).toBe(0);
		} finally {
			await small.close();
		}
	});

	it('is reached from a page of another site by a link only, and no gateway is', async () => {
		const { url } = rig.sandbox;
		rig.sandbox.reset();
		const send = `${url}${sendSMSPath()}`;
		const html = `<img src="${send}"><iframe src="${send}"></iframe><script src="${send}"></script>
			<form method="post" action="${url}/control/reset"><button>Reset</button></form>
			<a id="send" href="${send}">Send</a><a id="inbox" href="${url}">Inbox</a>`;
		const site = createServer((_request, reply) => {
			reply.setHeader('content-type', 'text/html').end(html);
		}).listen(0, '127.0.0.1');
		await once(site, 'listening');
		const { port } = site.address() as AddressInfo;
		try {
			page = await rig.browser.newPage();
			for (const host of ['127.0.0.1', 'localhost']) {
				const foreign = `http://${host}:${port}/`;
				await page.goto(foreign);
				await page.evaluate(
					`Promise.allSettled(['no-cors', 'cors'].map((mode) =>
						fetch(${JSON.stringify(send)}, { mode, referrerPolicy: 'no-referrer' })))`,
				);
				await page.click('#send');
				await page.getByText('comes from a page of another site').waitFor();
				await page.goto(foreign);
				await page.click('button');
				await page.getByText('comes from a page of another site').waitFor();
				expect(rig.sandbox.requests()).toEqual([]);
				await page.goto(foreign);
				await page.click('#inbox');
				await page.getByText('Live', { exact: true }).waitFor();
			}
			// A program gets through.
			await call(rig.sandbox, sendSMSPath());
			expect(rig.sandbox.messages()).toHaveLength(1);
		} finally {
			site.close();
			site.closeAllConnections();
		}
	});

	it('comes back by itself when the sandbox does', async () => {
		const first = await createSandbox();
		page = await rig.browser.newPage();
		await page.goto(first.url);
		await page.getByText('Live', { exact: true }).waitFor();
		await first.close();
		await page.getByText('Connection lost').waitFor();
		const second = await createSandbox({ port: first.port });
		await page.getByText('Live', { exact: true }).waitFor();
		await sendMGage(second);
		await page.getByRole('link', { name: '+12135551234' }).waitFor();
		await second.close();
	});
});
