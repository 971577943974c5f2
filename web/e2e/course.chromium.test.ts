import { everyTurn } from './course';

everyTurn('chromium');
