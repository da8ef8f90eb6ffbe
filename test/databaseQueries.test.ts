import { askedForEach, COUNTS } from './databaseQueries';

/* What the tests in a real n8n make of the queries that they have counted. */

const times = (count: number, query: string) => Array.from({ length: count }, () => query);
const items = COUNTS.many - COUNTS.few;

test.each([
	['one for each item', times(COUNTS.few, 'a'), times(COUNTS.many, 'a'), { a: 1 }],
	['three for each item', times(3 * COUNTS.few, 'a'), times(3 * COUNTS.many, 'a'), { a: 3 }],
	['one for every other item', [], times(items / 2, 'a'), { a: 0.5 }],
	['the same for any number', times(40, 'a'), times(40, 'a'), {}],
	['a few by chance', times(5, 'a'), times(25, 'a'), {}],
	['fewer for more items', times(90, 'a'), times(40, 'a'), {}],
	['many kinds by chance, one for each item', ['b'], [...times(items, 'a'), 'c', 'd'], { a: 1 }],
])('%s', (_, few, many, expected) => {
	expect(askedForEach({ few, many })).toEqual(expected);
});
