import { everyTurn } from './course';

everyTurn('firefox');
