import '@facevow/web';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Confirm } from './confirm';

void bootstrapApplication(Confirm, { providers: [provideZonelessChangeDetection()] });
