/** Whether only one side of the page is shown: as in the style sheet. */
export function isNarrow(): boolean {
	return matchMedia('(max-width: 720px)').matches;
}
