import { render } from 'preact';

import { App } from './app';
import { listen } from './state';

listen();
document.body.replaceChildren();
render(<App />, document.body);
