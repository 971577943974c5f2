import { PeopleView } from '../../../features/people/PeopleView';
import { openCamera } from '@web/camera/open';
import '../../../styles/cards.css';
import '../../../styles/people.css';
import '../../../styles/pictures.css';
import '../../../styles/outcome.css';
import '../../../styles/people-list.css';
import { useConsole } from '../../context';
import { Page } from '../../ui/Page';
import './people-page.css';

/** `mediaDevices` is missing on insecure pages, whatever its type says. */
const media = (): MediaDevices | undefined => navigator.mediaDevices;

const openOwnCamera = (deviceId: string | null): Promise<MediaStream> =>
  openCamera(media(), window.isSecureContext, deviceId);

/** Who is enrolled: the same desk as on the page of the first hour, with the console's key. */
export default function PeoplePage() {
  const { api, address } = useConsole();
  return (
    <Page
      title="People"
      line="Enrol, verify, identify and erase people. Templates are kept sealed; pictures are not kept."
    >
      <div className="f-people">
        <PeopleView
          as="section"
          forgets={false}
          api={api}
          host={address.host}
          openCamera={openOwnCamera}
          media={media()}
        />
      </div>
    </Page>
  );
}
